import cProfile, pstats, pytest, time
from django.test import Client
from django.contrib.auth.models import User
from django.urls import reverse
from tests.funnel.factories import *
from funnel.publishing.lenient import showable
pytestmark = pytest.mark.django_db
def test_p(client):
    f = make_funnel(make_rich_document(language="en"))
    client.force_login(User.objects.create_superuser("m"))
    s = f"step-{f.steps.get(key='offer').pk}"
    u = reverse("studio:look", args=[f.pk, s])
    client.get(u)
    t=time.process_time()
    for _ in range(5): client.get(u)
    print("cpu each", (time.process_time()-t)/5)
    t=time.process_time()
    for _ in range(5): showable(f)
    print("showable", (time.process_time()-t)/5)
    p=cProfile.Profile(); p.enable()
    for _ in range(5): client.get(u)
    p.disable()
    pstats.Stats(p).sort_stats("cumtime").print_stats(70)
