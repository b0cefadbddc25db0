using System.Collections.Concurrent;
using System.Diagnostics;

namespace Netra.Client.Tests;

public sealed class HostTokenTests(ClientHost shared)
{
    private readonly string _user = HostClients.NewUser();
    private readonly ConcurrentQueue<TokenReason> _reasons = new();

    [Fact]
    public async Task Token_ThatExpires_IsRenewedOnTheSameConnection()
    {
        // Long enough to connect on a machine that does much else.
        var expired = TimeSpan.FromSeconds(10);
        var refreshed = new TaskCompletionSource();
        await using var recorder = new Recorder(Options(expired.Seconds, async reason =>
        {
            await Task.Yield();
            if (reason == TokenReason.Refresh) refreshed.TrySetResult();
        }));
        var since = Stopwatch.StartNew();
        await refreshed.Task.InTime();
        // There is no event of a connection that did not end.
        if (expired + TimeSpan.FromSeconds(1) - since.Elapsed is var left && left > TimeSpan.Zero) await Task.Delay(left);

        Assert.False((await recorder.Client.SendAsync("note", new Note(1, "a")).InTime()).Duplicate);
        Assert.Equal([TokenReason.Connect, TokenReason.Refresh], _reasons);
        Assert.Equal([ConnectionState.Connecting, ConnectionState.Connected], recorder.States.Select(status => status.State));
    }

    [Fact]
    public async Task Token_ThatIsNotRenewed_EndsIn4401AndTheNextIsAskedFor()
    {
        await using var recorder = new Recorder(Options(6, reason => reason == TokenReason.Refresh ? throw new IOException("no network") : Task.CompletedTask));
        var resumed = new TaskCompletionSource();
        recorder.Client.ConnectionChanged += (_, status) =>
        {
            if (status is { State: ConnectionState.Connected, Resumed: true }) resumed.TrySetResult();
        };

        await resumed.Task.InTime();

        Assert.Equal([TokenReason.Connect, TokenReason.Refused], _reasons.Where(reason => reason != TokenReason.Refresh));
        Assert.Equal(4401, recorder.States.Single(status => status.State == ConnectionState.Waiting).Code);
    }

    [Fact]
    public async Task Token_OfNoUse_IsToldByTheServerAndClosesInTheEnd()
    {
        await using var client = HostClients.Make(shared.Process, _user, options =>
        {
            options.Token = (_, _) => ValueTask.FromResult<string?>("no.token.atall");
            options.Numbers.FirstDelay = TimeSpan.FromMilliseconds(1);
        });

        await Assert.ThrowsAsync<NetraException>(() => client.ConnectAsync().InTime());

        Assert.Equal(new ConnectionStatus { State = ConnectionState.Closed, Code = 4401, Reason = "token_malformed" }, client.Connection);
    }

    [Fact]
    public async Task Token_Ticket_Connects()
    {
        await using var client = HostClients.Make(shared.Process, _user, options => options.Token = async (_, _) =>
            (await shared.Process.Api.PostAsync("/api/v1/tickets", $$"""{"user_id":"{{_user}}"}""")).AssertOk().GetProperty("ticket").GetString());

        await client.ConnectAsync().InTime();

        Assert.Equal(1, (await client.SendAsync("note", new Note(1)).InTime()).Seq);
    }

    private NetraClientOptions Options(int expiresInSeconds, Func<TokenReason, Task> asked) => HostClients.Options(shared.Process, _user, options =>
        options.Token = async (request, _) =>
        {
            _reasons.Enqueue(request.Reason);
            await asked(request.Reason);
            return await shared.Process.Api.TokenAsync(_user, request.Reason == TokenReason.Connect ? expiresInSeconds : 3_600);
        });
}
