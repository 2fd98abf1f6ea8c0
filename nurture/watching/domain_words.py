"""The findings about a domain in plain words: what they look at, how it stands, what to do.

The page Your domain shows them; the names in them come from nurture.watching.finding.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from nurture.watching.finding import Finding

TITLES: dict[str, StrPromise] = {
    "spf": _("Who may send for you (SPF)"),
    "dkim": _("Your seal (DKIM)"),
    "dmarc": _("What happens to forgeries (DMARC)"),
    "aligned": _("Sender and seal belong together"),
    "reverse": _("The name of your mail server"),
    "replies": _("The way back for replies"),
    "site": _("Your links"),
    "https": _("A safe connection"),
}

# verdict -> (how it stands, what to do)
_WORDS: dict[str, tuple[StrPromise | str, StrPromise | str]] = {
    "silent": (
        _("The DNS did not answer in time, so this is not known."),
        _("Check again in a minute."),
    ),
    "spf_good": (_("Your mail server is named, and everybody else is turned away."), ""),
    "spf_none": (
        _("Nothing says which servers may send for you, so anybody might be you."),
        _("Write this into your DNS:"),
    ),
    "spf_several": (
        _("There is more than one entry, and then none of them counts."),
        _("Delete them and write this single one:"),
    ),
    "spf_many": (
        _("Reading it takes %(lookups)s look-ups; after ten everybody stops and refuses it."),
        _("Take out the services that you no longer use, until ten or fewer are left."),
    ),
    "spf_broken": (
        _("It points to “%(include)s”, where nothing stands. So the whole entry fails."),
        _("Take that part out of your entry."),
    ),
    "spf_stranger": (
        _("It does not name the server that sends your mails."),
        _("Replace it with this one, which has your server in it:"),
    ),
    "spf_unseen": (
        _("It is there. Whether it names your mail server cannot be seen from here."),
        _("Ask whoever runs your mail server which part belongs into it."),
    ),
    "spf_open": (
        _("It does not say what happens to everybody else."),
        _("End it with ~all, like this:"),
    ),
    "dkim_good": (_("Your key “%(selector)s” is there, with %(bits)s bits."), ""),
    "dkim_good_ed25519": (_("Your key “%(selector)s” is there, of the newest kind."), ""),
    "dkim_weak": (
        _("Your key “%(selector)s” has %(bits)s bits. That works, and 2048 are better."),
        _("Have your mail provider make a longer key when it suits you."),
    ),
    "dkim_short": (
        _("Your key “%(selector)s” has only %(bits)s bits, and providers refuse that."),
        _("Have your mail provider make a new key of 2048 bits."),
    ),
    "dkim_revoked": (
        _("Your key “%(selector)s” was called back: the entry is there without a key."),
        _("Have your mail provider make a new key and write it into your DNS."),
    ),
    "dkim_unreadable": (
        _("The entry “%(selector)s” is there, and what it holds is no key."),
        _("Copy it again from your mail provider, as one line without gaps."),
    ),
    "dkim_none": (
        _("No key was found under the usual names."),
        _(
            "If you have one, say its name below. Else have your mail provider make one: it shows"
            " the value that belongs behind p=."
        ),
    ),
    "dkim_not_there": (
        _("There is no key under the name “%(asked)s”."),
        _("Your mail provider shows the value that belongs behind p=."),
    ),
    "dmarc_good": (_("Mails in your name that are not yours are stopped, and you hear of it."), ""),
    "dmarc_none": (
        _("Nothing says what to do with mails in your name that are not yours."),
        _("Begin with this one, which only watches and tells you:"),
    ),
    "dmarc_several": (
        _("There is more than one entry, and then none of them counts."),
        _("Delete them and write this single one:"),
    ),
    "dmarc_broken": (
        _("The entry does not say what to do (p=), so it does not count."),
        _("Replace it with this one:"),
    ),
    "dmarc_unheard": (
        _("It is there, and nobody tells you what it stops."),
        _("Add where reports go:"),
    ),
    "dmarc_watching": (
        _("It watches and stops nothing yet. That is the right beginning."),
        _("After two quiet weeks of reports, take the next step:"),
    ),
    "aligned_good": (_("Your seal carries the same domain as your sender."), ""),
    "aligned_spf": (
        _("Your sender is vouched for by SPF alone, which gets lost when a mail is forwarded."),
        _("A key (DKIM) of your own domain closes the gap."),
    ),
    "aligned_none": (
        _("Neither SPF nor DKIM vouches for the domain of your sender."),
        _("One of the two above has to be right; best is the key."),
    ),
    "reverse_good": (_("%(address)s and %(host)s lead to each other."), ""),
    "reverse_none": (
        _("%(address)s has no name, and many providers take no mails from it."),
        _("Ask whoever rents you the server to set its reverse name:"),
    ),
    "reverse_astray": (
        _("%(address)s is called %(name)s, and that name leads elsewhere."),
        _("Ask whoever rents you the server to set its reverse name:"),
    ),
    "reverse_hidden": (
        _("%(host)s is inside your own network, so its outer address cannot be seen from here."),
        _("Ask whoever runs it whether its outer address has a name that leads back."),
    ),
    "replies_good": (_("Replies arrive at %(server)s."), ""),
    "replies_bare": (
        _("There is no mail server for replies; senders fall back on your web server."),
        _("Name the server that takes your mail:"),
    ),
    "replies_none": (
        _("Nobody can reply: your domain takes no mail."),
        _("Name the server that takes your mail:"),
    ),
    "replies_refused": (
        _("Your domain says that it takes no mail, so nobody can reply."),
        _("Replace that entry with the server that takes your mail:"),
    ),
    "site_good": (_("The links in your mails lead to your own domain."), ""),
    "site_other": (
        _("The links in your mails lead to %(site)s, another domain than that of your sender."),
        _("Use a subdomain of that domain as your address on the web."),
    ),
    "https_good": (_("The links in your mails are safe ones (https)."), ""),
    "https_none": (
        _("The links in your mails begin with http:, and spam filters mind."),
        _("Put a proxy with a certificate in front, and set the address on the web to https."),
    ),
}


def title_of(finding: Finding) -> str:
    return str(TITLES.get(finding.topic, finding.topic))


def said_of(finding: Finding) -> str:
    """How it stands; empty where an older release found something that has no words any more."""
    words = str(_WORDS.get(finding.verdict, ("", ""))[0])
    return words % finding.facts if finding.facts else words


def cure_of(finding: Finding) -> str:
    return str(_WORDS.get(finding.verdict, ("", ""))[1])
