"""Which task the clock calls, and every how many seconds. Read by settings.py."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Turn(TypedDict):
    """As Celery's beat wants it; `schedule` in seconds."""

    task: str
    schedule: float
    options: NotRequired[dict[str, str]]


# Beside what somebody asked for: a backlog of series cannot delay the alert over it.
_FIRST = {"queue": "requested"}


def timetable(*, is_fast: bool) -> dict[str, Turn]:
    """`is_fast` where a day of a series lasts seconds: then its mails are looked for more often."""
    return {
        "dispatch-due": {"task": "nurture.tasks.dispatch_due", "schedule": 2.0 if is_fast else 10},
        "reap-leases": {"task": "nurture.tasks.reap_leases", "schedule": 30.0},
        "follow-versions": {"task": "nurture.tasks.follow_versions", "schedule": 60.0},
        "read-replies": {"task": "nurture.tasks.read_replies", "schedule": 60.0},
        "hear-again": {"task": "nurture.tasks.hear_again", "schedule": 60.0},
        "forget-replies": {"task": "nurture.tasks.forget_replies", "schedule": 3600.0},
        "watch-mails": {
            "task": "nurture.tasks.watch_mails",
            "schedule": 60.0,
            "options": _FIRST,
        },
        "check-sender-domains": {"task": "nurture.tasks.check_sender_domains", "schedule": 3600.0},
        "enroll-left-visits": {"task": "funnel.tasks.enroll_left_visits", "schedule": 60.0},
        "keep-times": {"task": "funnel.tasks.keep_times", "schedule": 60.0},
        "check-addresses": {"task": "leads.tasks.check_addresses", "schedule": 60.0},
        "remind-and-forget": {"task": "funnel.tasks.remind_and_forget", "schedule": 3600.0},
        "refresh-warmth": {"task": "leads.tasks.refresh_warmth", "schedule": 300.0},
        "follow-setting": {"task": "leads.tasks.follow_setting", "schedule": 10.0},
        "return-lapsed-claims": {"task": "leads.tasks.return_lapsed_claims", "schedule": 60.0},
        "queue-news": {"task": "nurture.tasks.queue_news", "schedule": 10.0, "options": _FIRST},
        "send-alerts": {"task": "nurture.tasks.send_alerts", "schedule": 10.0, "options": _FIRST},
        "send-daily-mails": {"task": "nurture.tasks.send_daily_mails", "schedule": 300.0},
        "call-webhooks": {"task": "leads.tasks.call_webhooks", "schedule": 10.0},
        "work-on-lists": {"task": "leads.tasks.work_on_lists", "schedule": 5.0},
        "forget-list-files": {"task": "leads.tasks.forget_list_files", "schedule": 3600.0},
        "forget-old-news": {"task": "leads.tasks.forget_old_news", "schedule": 86_400.0},
        "forget-unused-media": {"task": "funnel.tasks.forget_unused_media", "schedule": 86_400.0},
    }
