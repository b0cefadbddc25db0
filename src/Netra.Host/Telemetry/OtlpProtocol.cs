namespace Netra.Host;

/// <summary>How telemetry goes to a collector.</summary>
internal enum OtlpProtocol
{
    /// <summary>gRPC; commonly on port 4317.</summary>
    Grpc,

    /// <summary>Protocol buffers over HTTP; commonly on port 4318.</summary>
    HttpProtobuf,
}
