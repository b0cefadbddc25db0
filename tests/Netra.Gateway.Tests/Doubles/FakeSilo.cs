using System.Net;

namespace Netra.Gateway.Tests;

internal sealed class FakeSilo : ILocalSiloDetails
{
    public string Name => "gateway";

    public string ClusterId => "cluster";

    public string DnsHostName => "gateway";

    public SiloAddress SiloAddress { get; } = AddressOf(1);

    public SiloAddress GatewayAddress => SiloAddress;

    public static SiloAddress AddressOf(int generation) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), generation);
}
