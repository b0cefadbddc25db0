using Netra.Abstractions;
using Netra.Protocol;
using StreamPosition = Netra.Protocol.StreamPosition;

namespace Netra.Grains.Tests;

/// <summary>
/// Gateways of one user, whose connections come and go in any order with the answers of storage, lost pushes, crashes of the grain and deaths of gateways. After
/// each step the list is within the limit; when all is quiet it is what the gateways have, and no place is taken by anybody else.
/// </summary>
internal sealed class ConnectionModelRun : IAsyncDisposable
{
    private const int Sessions = 6;

    private readonly GrainUser _user = new();
    private readonly BlockingLog _blocking;
    private readonly ConnectionPolicy? _policy;
    private readonly int _limit;
    private readonly List<ModelConnection> _connections = [];
    private readonly SiloAddress[] _gateways = [GrainUser.NewGateway(), GrainUser.NewGateway()];
    private UserGrain _grain = null!;
    private Random _random = new(0);
    private int _heeded;

    /// <param name="limit">How many connections the user may have.</param>
    /// <param name="policy">What becomes of one more; null: now this, now that.</param>
    public ConnectionModelRun(int limit, ConnectionPolicy? policy)
    {
        (_limit, _policy) = (limit, policy);
        _blocking = new BlockingLog(_user.Log);
        _user.Over = _blocking;
    }

    private IEnumerable<ModelConnection> Open => _connections.Where(connection => connection is { IsOpen: true, IsGone: false });

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    public async Task RunAsync(ModelStep[] steps)
    {
        await CrashAsync();
        foreach (var step in steps)
        {
            _random = new Random(step.Number);
            _user.Time.Advance(TimeSpan.FromMilliseconds(_random.Next(3)));
            await StepAsync(step.Kind);
            await SettleAsync(losesPushes: step.Fails);
            await AssertWithinLimitAsync($"{step}");
        }

        await BecomeQuietAsync();
        await AssertQuietAsync();
        await AssertPlacesAsync();
    }

    private Task StepAsync(int kind) => kind switch
    {
        < 35 => Attach(),
        < 55 => _blocking.AnswerAllAsync(),
        < 60 => LoseCommits(),
        < 75 => CloseAsync(),
        < 82 => Pick(Open) is { } open ? ReattachAsync(open) : Task.CompletedTask,
        < 86 => CrashAsync(),
        < 92 => RenewAsync(_gateways[_random.Next(2)]),
        < 95 => DieAsync(_random.Next(2)),
        < 98 => AttachLateAsync(),
        _ => DisconnectAsync(),
    };

    private ModelConnection? Pick(IEnumerable<ModelConnection> connections) =>
        connections.ToList() is { Count: > 0 } some ? some[_random.Next(some.Count)] : null;

    private AttachRequest NewRequest()
    {
        var isOwn = _random.Next(4) > 0;
        return _user.Connection(isOwn ? $"tab{_random.Next(Sessions)}" : ClientId.NewId().Value) with
        {
            ClientIsOwn = isOwn,
            Gateway = _gateways[_random.Next(2)],
            ConnectionLimit = _limit,
            Policy = _policy ?? (ConnectionPolicy)_random.Next(2),
        };
    }

    private Task Attach()
    {
        var connection = new ModelConnection(NewRequest());
        connection.Attaching = TryAsync(_grain, connection.Request);
        _connections.Add(connection);
        return Task.CompletedTask;
    }

    private static async Task<AttachResult?> TryAsync(UserGrain grain, AttachRequest request)
    {
        try
        {
            return await grain.AttachAsync(request);
        }
        catch (UserUnavailableException)
        {
            return null;
        }
    }

    private Task LoseCommits()
    {
        _blocking.LoseAll();
        return Task.CompletedTask;
    }

    /// <summary>The client goes, or the gateway gives up waiting for the attach.</summary>
    private Task CloseAsync() => Pick(_connections.Where(connection => !connection.IsGone)) is { } connection ? EndAsync(connection) : Task.CompletedTask;

    private Task EndAsync(ModelConnection connection)
    {
        connection.IsGone = true;
        return _grain.DetachAsync(connection.Request.Connection);
    }

    private async Task ReattachAsync(ModelConnection connection)
    {
        var epoch = (await _user.HeadAsync()).Epoch;
        // It may wait for the grain's first commit.
        var answer = await AnswerAsync(TryAsync(_grain, connection.Request with { Cursor = new StreamPosition(0, epoch) }));
        if (answer is { Status: not AttachStatus.Attached }) await EndAsync(connection);
    }

    /// <summary>The grain is lost with what it knew, and with the calls that waited in it.</summary>
    private async Task CrashAsync()
    {
        _blocking.LoseAll();
        _grain = await _user.ActivateAsync();
        foreach (var connection in _connections.Where(connection => connection is { IsGone: false, Attaching: not null }))
        {
            connection.Attaching = null;
            await EndAsync(connection);
        }
    }

    private async Task RenewAsync(SiloAddress gateway)
    {
        var named = _connections.Where(connection => !connection.IsGone && connection.Request.Gateway.Equals(gateway)).ToList();
        var now = _user.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var answers = await _grain.RenewAsync(new UserLeases(
            _user.Id, gateway, now, [.. named.Select(connection => new LeaseRenewal(connection.Request.Connection, 0, now))]));
        foreach (var (connection, answer) in named.Zip(answers))
            if (connection.IsOpen && !answer.Known) await ReattachAsync(connection);
    }

    /// <summary>A gateway dies without a word, and another generation of it comes.</summary>
    private Task DieAsync(int index)
    {
        _user.Dead.Add(_gateways[index]);
        foreach (var connection in _connections.Where(connection => connection.Request.Gateway.Equals(_gateways[index])))
        {
            connection.IsGone = true;
            connection.Attaching = null;
        }

        _gateways[index] = GrainUser.NewGateway();
        return Task.CompletedTask;
    }

    private async Task AttachLateAsync()
    {
        var request = NewRequest();
        await _grain.DetachAsync(request.Connection);
        var attaching = TryAsync(_grain, request);
        Assert.NotEqual(AttachStatus.Attached, (await AnswerAsync(attaching))?.Status);
    }

    private async Task DisconnectAsync()
    {
        var listed = await _grain.ListedAsync();
        var one = _random.Next(3) > 0 && listed.Count > 0 ? listed[_random.Next(listed.Count)] : (ConnectionId?)null;
        var ended = await _grain.DisconnectAsync(new DisconnectRequest(one, "bye"));
        Assert.True(one is null ? ended >= listed.Count : ended == 1);
        Assert.DoesNotContain(await _grain.ListedAsync(), id => one is null || id == one);
    }

    private async Task<AttachResult?> AnswerAsync(Task<AttachResult?> attaching)
    {
        while (!attaching.IsCompleted)
        {
            await _blocking.AnswerAllAsync();
            await Task.Yield();
        }

        return await attaching;
    }

    /// <summary>Lets run what can, carries pushes to their gateways, and heeds answers.</summary>
    private async Task SettleAsync(bool losesPushes)
    {
        for (var i = 0; i < 30; i++) await Task.Yield();
        while (_heeded < _user.Pushes.Count)
        {
            var command = _user.Pushes[_heeded++].Command;
            if (losesPushes || command?.Connection is not { } id) continue;
            if (_connections.Find(connection => connection.Request.Connection == id) is not { IsGone: false } told) continue;
            if (told.IsOpen) await EndAsync(told);
            else told.IsToldToClose = true;
        }

        foreach (var connection in _connections.Where(connection => connection.Attaching is { IsCompleted: true }).ToList())
        {
            var answer = await connection.Attaching!;
            connection.Attaching = null;
            if (connection.IsGone) continue;
            connection.IsOpen = answer?.Status == AttachStatus.Attached && !connection.IsToldToClose;
            if (!connection.IsOpen) await EndAsync(connection);
        }
    }

    private async Task AssertWithinLimitAsync(string after)
    {
        var listed = (await _grain.DescribeAsync()).Connections;
        Assert.True(listed.Length <= _limit, $"{listed.Length} connections after {after}.");
        Assert.Equal(listed.Length, listed.Select(connection => connection.Client).Distinct().Count());
    }

    private async Task BecomeQuietAsync()
    {
        while (_connections.Exists(connection => connection.Attaching is not null))
        {
            await _blocking.AnswerAllAsync();
            await SettleAsync(losesPushes: false);
        }

        // So that what is left is older than the renewals.
        _user.Time.Advance(TimeSpan.FromMilliseconds(1));
        for (var i = 0; i < 2; i++)
        {
            foreach (var gateway in _gateways) await RenewAsync(gateway);
            await SettleAsync(losesPushes: false);
        }
    }

    private async Task AssertQuietAsync() => Assert.Equal(
        Open.Select(connection => connection.Request.Connection.ToString()).Order(StringComparer.Ordinal),
        (await _grain.ListedAsync()).Select(id => id.ToString()).Order(StringComparer.Ordinal));

    /// <summary>Each place that the list leaves free can be taken, and no more.</summary>
    private async Task AssertPlacesAsync()
    {
        for (var taken = Open.Count(); taken <= _limit; taken++)
        {
            var request = NewRequest() with { Client = ClientId.NewId(), ClientIsOwn = true, Policy = ConnectionPolicy.Reject };
            var attaching = TryAsync(_grain, request);
            Assert.Equal(taken < _limit ? AttachStatus.Attached : AttachStatus.ConnectionLimit, (await AnswerAsync(attaching))?.Status);
        }
    }
}
