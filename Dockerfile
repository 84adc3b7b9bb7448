# syntax=docker/dockerfile:1

FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
# The queries are checked against the committed .sqlx: no database is needed to build.
ENV SQLX_OFFLINE=true
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --locked --release --bin kayoi \
    && cp target/release/kayoi /usr/local/bin/kayoi

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/kayoi kayoi \
    && install --directory --owner kayoi --group kayoi --mode 0700 /var/lib/kayoi /var/lib/kayoi-keys
COPY --from=build /usr/local/bin/kayoi /usr/local/bin/kayoi
USER kayoi
WORKDIR /var/lib/kayoi
# Keys stand apart from the data, so that a copy of the one is useless without the other.
ENV KAYOI_LISTEN=0.0.0.0:8080 \
    KAYOI_DATA=/var/lib/kayoi \
    KAYOI_KEYS=/var/lib/kayoi-keys
VOLUME ["/var/lib/kayoi", "/var/lib/kayoi-keys"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["kayoi", "doctor", "--live"]
ENTRYPOINT ["kayoi"]
CMD ["serve"]
