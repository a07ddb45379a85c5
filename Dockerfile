FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY adapters adapters
COPY questions questions
RUN python -m venv /opt/dlq && /opt/dlq/bin/pip install --no-cache-dir '.[discord,slack]'

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data dlq && install -d -o dlq /data
COPY --from=build /opt/dlq /opt/dlq
ENV PATH=/opt/dlq/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DLQ_DATABASE=/data/dlq.db
USER dlq
WORKDIR /data
VOLUME /data
# Healthy is: the settings, the bank, the database, the clock and the tokens are as they should be.
HEALTHCHECK --interval=5m --timeout=20s --start-period=20s CMD ["dlq", "doctor"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["dlq"]
CMD ["run"]
