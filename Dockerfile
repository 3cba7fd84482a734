# One image for web, worker, beat and migrate; docker-compose.yml says which program each runs.

FROM python:3.13-slim-bookworm AS packages
COPY requirements/ /requirements/
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /requirements/app.txt

FROM python:3.13-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent redress \
 && install -d -o redress -g redress -m 0700 /var/lib/redress
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATE_DIR=/var/lib/redress XDG_CACHE_HOME=/tmp
WORKDIR /app
COPY . .
# Styles and scripts are part of the image; the values only let the settings load.
RUN SECRET_KEY=none DATABASE_URL=postgres://none/none REDIS_URL=redis://none SITE_URL=https://none.example \
    python manage.py collectstatic --noinput -v0
USER redress
VOLUME /var/lib/redress
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["python", "-m", "config.probe"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "1", \
     "--blocking-threads", "400", "--no-ws", "--log-level", "warning", "--no-access-log", "config.wsgi:application"]
