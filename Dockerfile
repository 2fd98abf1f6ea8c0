FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# Its own user, its own folder for files; nothing in the image can be written at run time.
RUN useradd --system --uid 10001 --create-home smallyes && install -d -o smallyes /var/lib/smallyes

WORKDIR /app
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .

# Hashed, compressed static files are part of the image. The keys of this step are thrown away.
RUN PROFILE=embedded VAR_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
    && mv /tmp/build/static /app/collected && rm -rf /tmp/build

ENV PROFILE=scaled VAR_DIR=/var/lib/smallyes STATIC_ROOT=/app/collected
USER smallyes
VOLUME /var/lib/smallyes
EXPOSE 8000

HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["python", "-m", "funnel.operating.probe", "web"]

# No access log: its lines would carry visit keys.
CMD ["gunicorn", "funnel.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--timeout", "30", "--graceful-timeout", "20", "--max-requests", "5000", "--max-requests-jitter", "500", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
