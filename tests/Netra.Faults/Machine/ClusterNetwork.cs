using System.Globalization;
using System.Net;

namespace Netra.Faults;

/// <summary>
/// The machines of a run: network namespaces on a bridge of their own, whose names and addresses no other run has. This process is on the bridge too, as the
/// world outside.
/// </summary>
internal sealed class ClusterNetwork : IAsyncDisposable
{
    /// <summary>What the names of everything begin with that a run makes; its process id follows.</summary>
    public const string NamePrefix = "netraf";

    private readonly string _name;
    private readonly string _subnet;
    private readonly List<NetworkNode> _nodes = [];

    private ClusterNetwork(string name, string subnet)
    {
        _name = name;
        _subnet = subnet;
    }

    public static async Task<ClusterNetwork> CreateAsync()
    {
        if (!Environment.IsPrivilegedProcess) throw new FaultsException("Faults need network namespaces, and those need root: run it with sudo.");
        var name = string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{Environment.ProcessId}");
        var network = new ClusterNetwork(name, await FindSubnetAsync());
        try
        {
            await Tool.RunAsync("ip", "link", "add", name, "type", "bridge");
            await Tool.RunAsync("ip", "addr", "add", $"{network._subnet}.1/24", "dev", name);
            await Tool.RunAsync("ip", "link", "set", name, "up");
            return network;
        }
        catch (FaultsException exception)
        {
            await network.DisposeAsync();
            throw new FaultsException(
                $"This machine lets nobody make network namespaces and bridges; a container needs the capabilities NET_ADMIN and SYS_ADMIN. {exception.Message}", exception);
        }
    }

    /// <summary>Adds a machine.</summary>
    public async Task<NetworkNode> AddAsync(string name)
    {
        var number = _nodes.Count + 2;
        var node = new NetworkNode(
            name, $"{_name}-{name}", string.Create(CultureInfo.InvariantCulture, $"{_name}v{number}"), IPAddress.Parse($"{_subnet}.{number}"));
        _nodes.Add(node);
        await Tool.RunAsync("ip", "netns", "add", node.Namespace);
        await Tool.RunAsync("ip", "link", "add", node.Port, "type", "veth", "peer", "name", "eth0", "netns", node.Namespace);
        await Tool.RunAsync("ip", "link", "set", node.Port, "master", _name, "up");
        await Tool.RunAsync("ip", "-n", node.Namespace, "addr", "add", $"{node.Address}/24", "dev", "eth0");
        await Tool.RunAsync("ip", "-n", node.Namespace, "link", "set", "eth0", "up");
        await Tool.RunAsync("ip", "-n", node.Namespace, "link", "set", "lo", "up");
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await Tool.TryAsync("ip", "netns", "del", node.Namespace);
        await Tool.TryAsync("ip", "link", "del", _name);
    }

    /// <summary>The first three numbers of addresses that this machine has no way to yet.</summary>
    private static async Task<string> FindSubnetAsync()
    {
        var routes = await Tool.RunAsync("ip", "-o", "route", "show", "table", "all");
        for (var i = 0; i < 250; i++)
        {
            var subnet = string.Create(CultureInfo.InvariantCulture, $"10.213.{(Environment.ProcessId + i) % 250}");
            if (!routes.Contains(subnet + ".", StringComparison.Ordinal)) return subnet;
        }

        throw new FaultsException("All networks from 10.213.0.0 to 10.213.249.0 are taken; 'netra-faults clean' removes what dead runs left.");
    }
}
