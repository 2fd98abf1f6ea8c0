import cProfile,pstats,time,pytest
from tests.funnel.factories import *
from tests.funnel.mail_links.reader import *
from tests.funnel.journey.test_series import document
from django.test import Client
from django.db import transaction
def prof(name,f,n=1,show=22):
    f()
    p=cProfile.Profile(time.process_time); t=time.process_time(); 
    p.enable(); 
    for _ in range(n): f()
    p.disable(); d=(time.process_time()-t)/n
    print("=====",name,round(d,3)); pstats.Stats(p).sort_stats("cumtime").print_stats(show)
@pytest.mark.django_db
def test_p(settings):
    i=[0]
    def mk():
        i[0]+=1
        make_publication(make_document(slug=f"s{i[0]}"))
    prof("make_publication",mk,4,60)
    r=make_reader(make_publication(document(confirm=True)))
    for t in TARGETS:
        prof("get "+t,lambda: r.client.get(r.address(t),follow=True),5,45)
