using System.Globalization;
using System.Net.WebSockets;

namespace Netra.Faults;

/// <summary>A tab of a user: connects, gets frames, acknowledges, sends, leaves or is thrown out, and comes back.</summary>
internal sealed partial class Tab(string name, string user, TabMode mode, Random random, LoadContext context) : IDisposable
{
    private const int ServiceRestart = 1012;

    /// <summary>One life of so many lasts until the tab is thrown out: what comes and goes mends by itself what was forgotten of it.</summary>
    private const int StaysOneOf = 4;

    private readonly Random _chance = new(random.Next());
    private readonly CancellationTokenSource _ending = new();
    private TabSocket? _socket;
    private string? _clientId;
    private int _lives;
    private bool _isReturning = true;
    private long _waitMs;

    public string Name => name;

    public string User => user;

    /// <summary>The connection that is open; 0 while none is.</summary>
    public int Connection { get; private set; }

    /// <summary>Comes from the beginning and stays, whatever the tab's mode is.</summary>
    public bool IsReader { get; init; }

    /// <summary>Runs until <see cref="EndAsync"/>.</summary>
    public async Task RunAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            _socket?.Dispose();
            _socket = new TabSocket();
            await LiveAsync(_socket);
            await PauseAsync();
        }
    }

    /// <summary>Closes for good.</summary>
    public async Task EndAsync()
    {
        await _ending.CancelAsync();
        if (_socket is { } socket) await socket.CloseAsync();
    }

    public void Dispose()
    {
        _ending.Dispose();
        _socket?.Dispose();
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_waitMs), _ending.Token);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private async Task LiveAsync(TabSocket socket)
    {
        var gateway = context.Gateways.Next(_chance);
        var connection = context.NextConnection();
        if (!await TryConnectAsync(socket, gateway, connection)) return;

        var leaves = context.Options.TabsComeAndGo && !IsReader && _chance.Next(StaysOneOf) > 0;
        var length = leaves ? _chance.Next(2_000, 40_000) : int.MaxValue;
        var isCut = _chance.Next(2) == 0;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        var sending = SendAsync(socket, connection, over.Token);
        var leaving = LeaveAsync(socket, length, isCut, over.Token);
        while (await socket.ReceiveAsync() is { } frame) await TakeAsync(socket, connection, frame);
        Leave();
        await over.CancelAsync();
        await sending;
        var hasLeft = await leaving;
        var by = hasLeft ? (isCut ? "abort" : "client") : socket.CloseCode is not null ? "server" : socket.WasSilent ? "silence" : "broken";
        context.History.Add(new TabClosed { AtMs = context.History.NowMs, Connection = connection, Code = socket.CloseCode, By = by });
        if (by is "silence" or "broken") context.Gateways.Suspect(gateway);
        _isReturning = hasLeft;
        _waitMs = hasLeft ? _chance.Next(100, 4_000) : socket.CloseCode == ServiceRestart ? 0 : _chance.Next(100, 500);
    }

    /// <summary>Leaves after a while. False when the connection ended before.</summary>
    private async Task<bool> LeaveAsync(TabSocket socket, int afterMs, bool isCut, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(afterMs), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        // At the end whoever is there stays.
        if (context.IsQuiet) return false;
        if (isCut) socket.Abort();
        else await socket.CloseAsync();
        return true;
    }

    private async Task<bool> TryConnectAsync(TabSocket socket, HostProcess gateway, int connection)
    {
        _lives++;
        if (mode == TabMode.Forgetful && !IsReader) _clientId = string.Create(CultureInfo.InvariantCulture, $"{name}-{_lives}");
        var connecting = Greeting(connection, gateway);
        _isReturning = false;
        context.History.Add(connecting);
        try
        {
            await socket.ConnectAsync(AddressOf(gateway, connecting));
            return true;
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or HttpRequestException)
        {
            context.History.Add(new TabRefused { AtMs = context.History.NowMs, Connection = connection, Status = socket.RefusalStatus, Reason = exception.Message });
            if (socket.RefusalStatus is 0 or >= 500) context.Gateways.Suspect(gateway);
            _waitMs = _chance.Next(100, 500);
            return false;
        }
    }

    private TabConnecting Greeting(int connection, HostProcess gateway)
    {
        var greeting = new TabConnecting
        {
            AtMs = context.History.NowMs,
            Tab = name,
            User = user,
            Connection = connection,
            ClientId = mode is TabMode.Nameless or TabMode.Asking ? null : _clientId ?? name,
            Gateway = gateway.Name,
            IsReturn = _isReturning,
        };
        lock (_gate)
        {
            if (IsReader && _epoch is null) return greeting with { LastSeq = 0 };
            return mode switch
            {
                TabMode.Resuming or TabMode.Nameless when _epoch is not null => greeting with { LastSeq = _lastSeq, Epoch = _epoch, StateVersion = _state.Version },
                TabMode.Asking => greeting with { Start = "head" },
                TabMode.Forgetful => greeting with { Start = (_lives % 3) switch { 0 => "oldest", 1 => "unread", _ => "head" } },
                _ => greeting,
            };
        }
    }

    private Uri AddressOf(HostProcess gateway, TabConnecting connecting)
    {
        var query = $"token={context.Keys.TokenOf(user)}";
        if (connecting.ClientId is { } client) query += $"&client_id={client}";
        if (connecting.LastSeq is { } last) query += string.Create(CultureInfo.InvariantCulture, $"&last_seq={last}");
        if (connecting.Epoch is { } epoch) query += $"&epoch={Uri.EscapeDataString(epoch)}";
        if (connecting.StateVersion is { } version) query += string.Create(CultureInfo.InvariantCulture, $"&state_version={version}");
        if (connecting.Start is { } start) query += $"&start={start}";
        return new Uri($"ws://{gateway.Url.Authority}/ws?{query}");
    }
}
