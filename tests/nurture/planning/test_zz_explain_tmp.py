from datetime import timedelta
import time
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from leads.models import EmailAddress, Lead
from nurture.models import Enrollment, Sequence, SequenceVersion
from nurture.planning.dispatching import dispatch, plan
from nurture.planning.following import _behind, follow_versions
from tests.leads.factories import NOW
from tests.nurture.factories import make_version, make_reader, make_enrollment
from tests.nurture.planning.series import publish, series, mail

@pytest.mark.django_db
def test_explain():
    v = [make_version() for _ in range(20)]
    N=100_000
    leads = Lead.objects.bulk_create([Lead(created_at=NOW,last_act_at=NOW,stage_changed_at=NOW) for _ in range(N)], batch_size=5000)
    adr = EmailAddress.objects.bulk_create([EmailAddress(lead=l,address=f"a{i}@e.com",normalised=f"a{i}@e.com",address_hash=f"h{i}",created_at=NOW) for i,l in enumerate(leads)], batch_size=5000)
    def rows(due_of):
        return [Enrollment(lead=a.lead,address=a,sequence=v[i%20].sequence,version=v[i%20],funnel_id=1,anchor_at=NOW,enrolled_at=NOW,due_at=due_of(i)) for i,a in enumerate(adr)]
    Enrollment.objects.bulk_create(rows(lambda i: NOW if i<200 else NOW+timedelta(days=1+i%30)), batch_size=5000)
    with connection.cursor() as c: c.execute("ANALYZE")
    def explain(qs, what):
        sql, params = qs.query.sql_with_params()
        with connection.cursor() as c:
            c.execute("EXPLAIN (ANALYZE, BUFFERS) "+sql, params)
            print("\n==", what); print("\n".join(r[0] for r in c.fetchall()))
    cand = lambda: Enrollment.objects.due(NOW).filter(sequence__is_paused=False).select_related("address").select_for_update(of=("address",), skip_locked=True).order_by("due_at","pk")[:1000]
    explain(cand(), "claim, 200 due of 100k")
    explain(_behind().order_by("pk")[:500], "follow: none behind")
    Sequence.objects.filter(pk__in=[x.sequence_id for x in v[:10]]).update(is_paused=True)
    Enrollment.objects.filter(sequence__is_paused=True).update(due_at=NOW-timedelta(days=1))
    with connection.cursor() as c: c.execute("ANALYZE")
    explain(cand(), "claim, 50k due in paused series")
    Sequence.objects.update(is_paused=False)
    publish(v[0].sequence, series(mail("one"), mail("two")))
    with connection.cursor() as c: c.execute("ANALYZE")
    explain(_behind().order_by("pk")[:500], "follow: 5k behind")
    t=time.time(); n=follow_versions(NOW, limit=500); print("follow", n, time.time()-t)
    with CaptureQueriesContext(connection) as q:
        t=time.time(); plan(now=NOW, limit=1000, pace=None); print("plan 1000", time.time()-t, len(q))
    for x in sorted(q, key=lambda x:-float(x["time"]))[:5]: print(x["time"], x["sql"][:200])
