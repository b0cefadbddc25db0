namespace Netra.Streaming.Tests;

internal sealed class StubSiloDetails : ILocalSiloDetails
{
    public string Name => "test";

    public string ClusterId => "test";

    public string DnsHostName => "test";

    public SiloAddress SiloAddress => Pushes.Local;

    public SiloAddress GatewayAddress => Pushes.Local;
}
