# The image of every role. DOTNET_REGISTRY is the registry of Microsoft's container images (or a mirror of it), as the pages of the .NET images name it:
#
#   docker build --build-arg DOTNET_REGISTRY="$DOTNET_REGISTRY" -t netra:0.1.0 .
#
ARG DOTNET_REGISTRY

FROM --platform=$BUILDPLATFORM ${DOTNET_REGISTRY}/dotnet/sdk:10.0-noble AS build
ARG TARGETARCH
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
WORKDIR /source

# What the restore reads, so that its layer is made anew only when a package changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Directory.Build.props src/
COPY src/Netra.Abstractions/Netra.Abstractions.csproj src/Netra.Abstractions/
COPY src/Netra.Gateway/Netra.Gateway.csproj src/Netra.Gateway/
COPY src/Netra.Grains/Netra.Grains.csproj src/Netra.Grains/
COPY src/Netra.Host/Netra.Host.csproj src/Netra.Host/
COPY src/Netra.Protocol/Netra.Protocol.csproj src/Netra.Protocol/
COPY src/Netra.Storage/Netra.Storage.csproj src/Netra.Storage/
COPY src/Netra.Storage.PostgreSql/Netra.Storage.PostgreSql.csproj src/Netra.Storage.PostgreSql/
COPY src/Netra.Storage.RocksDb/Netra.Storage.RocksDb.csproj src/Netra.Storage.RocksDb/
COPY src/Netra.Streaming/Netra.Streaming.csproj src/Netra.Streaming/
COPY src/Netra.Webhooks/Netra.Webhooks.csproj src/Netra.Webhooks/
RUN dotnet restore src/Netra.Host/Netra.Host.csproj -a $TARGETARCH

COPY appsettings.json ./
COPY src/ src/
# The analyzers have had their say before.
RUN dotnet publish src/Netra.Host/Netra.Host.csproj -c Release -a $TARGETARCH --self-contained false --no-restore -p:RunAnalyzers=false -o /app \
 && mkdir /data

# Neither a shell nor a package manager, and a user that is not root. It has what librocksdb needs: glibc, libstdc++ and libgcc.
FROM ${DOTNET_REGISTRY}/dotnet/aspnet:10.0-noble-chiselled
WORKDIR /app
COPY --from=build /app ./
# Only the embedded store writes, here; with PostgreSQL the whole file system can be read-only.
COPY --from=build --chown=1654:1654 /data /var/lib/netra
ENV ASPNETCORE_HTTP_PORTS="" \
    Netra__Url="http://*:5080" \
    Netra__ManagementUrl="http://*:5081" \
    Netra__Storage__RocksDb__Path="/var/lib/netra"
USER 1654:1654
EXPOSE 5080 5081 11111
# Each costs 0.2 s of processor time: a process that starts.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --start-interval=2s CMD ["dotnet", "Netra.Host.dll", "health"]
ENTRYPOINT ["dotnet", "Netra.Host.dll"]
