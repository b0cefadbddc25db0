namespace Netra.EndToEnd.Tests;

/// <summary>A host on which a hundred connections came and went, several times over, in every way.</summary>
public sealed class ChurnedHost : IAsyncLifetime
{
    public const int Rounds = 6;

    private const int Users = 20;

    private const int Each = 5;

    private readonly List<ProcessUse> _uses = [];
    private HostProcess? _process;

    public HostProcess Process => _process!;

    /// <summary>What it had in use while all of a round's connections were open.</summary>
    public ProcessUse Busy { get; private set; } = new(0, 0, 0);

    /// <summary>What it had in use behind each round.</summary>
    public IReadOnlyList<ProcessUse> Uses => _uses;

    public async ValueTask InitializeAsync()
    {
        _process = await HostProcess.StartAsync();
        var idle = ProcessUse.Of(Process).Descriptors;
        for (var round = 0; round < Rounds; round++)
        {
            await ComeAndGoAsync();
            if (round == 0) idle = Math.Max(idle, await SettledAsync(idle));
            else await Eventually.IsAsync(true, () => Task.FromResult(ProcessUse.Of(Process).Descriptors <= idle + Slack));
            _uses.Add(ProcessUse.Of(Process));
        }
    }

    /// <summary>Files that a store opens and closes on its own account, and connections of HTTP that are kept.</summary>
    public const int Slack = 20;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }

    private async Task ComeAndGoAsync()
    {
        var users = Enumerable.Range(0, Users).Select(i => new UserCalls(Process.Api, $"user-{i}")).ToList();
        var sockets = await Task.WhenAll(users.SelectMany(user => Enumerable.Repeat(user.User, Each)).Select(user => NetraSocket.ConnectAsync(Process.BaseUrl, TestToken.For(user))));
        foreach (var socket in sockets) await socket.SendAsync("""{"type":"note","payload":{"text":"hello"}}""");
        foreach (var socket in sockets) await socket.PingAsync();
        Busy = ProcessUse.Of(Process);
        for (var i = 0; i < sockets.Length; i++)
        {
            if (i % 3 == 0) await sockets[i].CloseAsync();
            else sockets[i].Abort();
            await sockets[i].DisposeAsync();
            (await Upgrade.TryAsync(Process.Api, "token=abc")).AssertProblem(401, "token_malformed");
        }

        foreach (var user in users) await user.AssertConnectionsAsync(0);

    }

    /// <summary>How many descriptors there are behind the first round, once its sockets are gone.</summary>
    private async Task<int> SettledAsync(int idle)
    {
        await Eventually.IsAsync(true, () => Task.FromResult(ProcessUse.Of(Process).Descriptors <= idle + Slack));
        return ProcessUse.Of(Process).Descriptors;
    }
}
