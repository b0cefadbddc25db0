using System.Collections.Concurrent;

namespace Netra.Client.Tests;

public sealed class TokenTests : ClientTests
{
    private readonly ConcurrentQueue<TokenReason> _reasons = new();

    [Fact]
    public async Task Token_ProviderThatThrows_IsToldAndAskedAgain()
    {
        var cause = new HttpRequestException("no network");
        var client = Make(options => options.Token = (request, _) =>
        {
            _reasons.Enqueue(request.Reason);
            return _reasons.Count == 1 ? throw cause : ValueTask.FromResult<string?>("t2");
        });
        client.Connect();

        Assert.Equal("t2", (await Server.EstablishedAsync()).Token);
        Assert.Equal([TokenReason.Connect, TokenReason.Connect], _reasons);
        Assert.Equal(new ClientError("token_failed", "No token.", null, cause), await NextErrorAsync());
    }

    [Fact]
    public async Task Token_RefusedAndNoOther_ClosesForGood()
    {
        var client = Make(options => options.Token = (request, _) => ValueTask.FromResult(request.Reason == TokenReason.Connect ? "t" : null));
        client.Connect();

        await (await Server.NextAsync()).CloseAsync(4401, "token_expired");

        Assert.Equal("no_token", (await UntilAsync(client, ConnectionState.Closed)).Reason);
    }

    [Fact]
    public async Task Token_Expiring_IsRenewedOnTheSameConnection()
    {
        var (_, connection) = await ConnectAsync(options => options.Token = (request, _) => ValueTask.FromResult<string?>(request.Reason.ToString()));

        await connection.SendAsync("""{"type":"error","timestamp":1,"payload":{"code":"token_expiring","message":"soon","ref":null,"retry_after_ms":null}}""");

        Assert.Equal("""{"type":"auth","id":"netra:auth","payload":{"token":"Refresh"}}""", (await connection.ReceiveAsync()).GetRawText());
    }

    [Fact]
    public async Task Token_ThatNeverComes_IsCancelledWithTheConnection()
    {
        var asked = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = Make(options => options.Token = async (_, cancelled) =>
        {
            asked.SetResult(cancelled);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancelled);
            return null;
        });
        client.Connect();
        var token = await asked.Task.InTime();

        await client.DisconnectAsync().InTime();

        Assert.True(token.IsCancellationRequested);
        Assert.Equal(0, Server.Attempts);
        Assert.False(Errors.Reader.TryRead(out _));
    }
}
