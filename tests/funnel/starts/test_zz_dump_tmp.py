import re
from pathlib import Path
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.contrib.staticfiles import finders
OUT=Path("/tmp/w/starts")
def fix(html):
    def put(m):
        name=m[2].split("?")[0]; f=finders.find(name)
        if not f:
            f=finders.find(re.sub(r"\.[0-9a-f]{12}\.", ".", name))
        return m[1]+(f"file://{f}" if f else name)
    html=re.sub(r'((?:href|src)=")/static/([^"]+)',put,html)
    return html
@pytest.mark.django_db
def test_dump():
    u=User.objects.create_superuser("root","r@example.com","x")
    c=Client(); c.force_login(u,backend="django.contrib.auth.backends.ModelBackend")
    for name,url in {"gallery":"/admin/funnel/funnel/starts/","start":"/admin/funnel/funnel/starts/coach/","import":"/admin/funnel/funnel/import/"}.items():
        h=fix(c.get(url).content.decode()); (OUT/f"{name}.html").write_text(h)
        (OUT/f"{name}-dark.html").write_text(re.sub(r'<html([^>]*?)class="', r'<html\1class="dark ', h, count=1))
    for slug,step in [("coach",""),("coach","result"),("coach","checklist"),("coach","keep"),("coach","offer"),("software-trial","result"),("software-trial","offer"),("local-service","")]:
        r=c.get(f"/admin/funnel/funnel/starts/{slug}/look/?step={step}"); (OUT/f"look-{slug}-{step}.html").write_text(fix(r.content.decode()))
