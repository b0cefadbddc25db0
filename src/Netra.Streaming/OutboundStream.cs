namespace Netra.Streaming;

/// <summary>The names of the outbound stream of a gateway.</summary>
public static class OutboundStream
{
    /// <summary>The stream provider's name.</summary>
    public const string ProviderName = "netra";

    /// <summary>The stream namespace.</summary>
    public const string Namespace = "gateway";

    /// <summary>The stream of a gateway. Its key is the silo address with the generation: a restarted gateway is a new stream.</summary>
    public static StreamId For(SiloAddress gateway) => StreamId.Create(Namespace, gateway.ToParsableString());

    /// <summary>The gateway that a stream belongs to.</summary>
    public static SiloAddress GatewayOf(StreamId stream) => SiloAddress.FromParsableString(stream.GetKeyAsString());
}
