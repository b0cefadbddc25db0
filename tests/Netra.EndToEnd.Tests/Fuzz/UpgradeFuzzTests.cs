using System.Text;

namespace Netra.EndToEnd.Tests;

/// <summary>
/// Upgrade requests made of the corpus and at random, as raw bytes: each gets a whole answer or a close, never a fault of the server, and a client in order is served
/// all the while. A failure names the seed that replays it.
/// </summary>
[Collection(nameof(FuzzedHost))]
public sealed class UpgradeFuzzTests(FuzzedHost host)
{
    private const int Runs = 1_000;
    private const int Users = 50;

    /// <summary>How long a request that may be cut short is given to be answered, before the server is told that it was.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    private static readonly string[] Words =
    [
        "\r\n", "\n", "\r", " ", "\t", ":", "?", "&", "=", "%00", "%zz", "%C0%80", "%2e%2e", "+", "#", "/", "//", "\0", "HTTP/2.0", "HTTP/1.0", "GET ", "HEAD ", "POST ",
        "OPTIONS ", "CONNECT ", "Host: x\r\n", "Connection: Upgrade\r\n", "Upgrade: websocket\r\n", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n",
        "Sec-WebSocket-Protocol: ,,netra.v1,bearer.,\r\n", "Sec-WebSocket-Version: 13\r\n", "Origin: null\r\n", "Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n",
        "Expect: 100-continue\r\n", "Authorization: Bearer \r\n", "&reject=close", "&client_id=", "&last_seq=", "&start=oldest", "&token=", "token={token}", "/api/v1/users/a",
        "/openapi/v1.json", "/health/live",
    ];

    private static readonly IReadOnlyList<(string Name, byte[] Bytes)> Corpus = [.. FuzzCorpus.Load("upgrades").Select(file => (file.Name, RequestOf(file.Bytes)))];

    private static readonly FuzzMutator Mutator = new([.. Corpus.Select(file => file.Bytes)], Words);

    private readonly string _prefix = "fuzz-" + Guid.NewGuid().ToString("n");
    private int _sent;

    [Fact]
    public async Task Upgrade_AnyBytes_IsAnsweredOrClosedAndDisturbsNobody()
    {
        await using var healthy = await HealthyClient.ConnectAsync(host.Process);
        var statuses = new HashSet<int>();
        var target = new FuzzTarget(Corpus, Runs, random => Mutator.Mutate(Corpus[random.Next(Corpus.Count)].Bytes, random));

        await target.CheckAsync(async input =>
        {
            if (await SendAsync(input) is { } status) statuses.Add(status);
            if (_sent % 100 == 0) await healthy.AssertServedAsync();
        });

        await healthy.AssertServedAsync();
        host.AssertNoErrorLogged();
        // The corpus alone has these.
        Assert.Superset(new HashSet<int> { 101, 200, 400, 401, 404, 405, 426 }, statuses);
    }

    /// <summary>Sends a request and asserts what must hold of the answer. Answers its status; null when there was none and needn't be.</summary>
    private async Task<int?> SendAsync(byte[] input)
    {
        // Not always the same user, whose connections are limited.
        var token = TestToken.For($"{_prefix}-{_sent++ % Users}");
        var text = Encoding.Latin1.GetString(input).Replace("{token}", token, StringComparison.Ordinal);
        using var connection = await FuzzConnection.OpenAsync(host.Process.Port);
        await connection.SendAsync(Encoding.Latin1.GetBytes(text));
        var isWhole = IsWhole(text);
        if (!isWhole && !connection.HasSomething(Moment)) connection.EndSending();

        var isOfHead = text.TrimStart('\r', '\n').StartsWith("HEAD ", StringComparison.Ordinal);
        var answer = await FuzzAnswer.ReadAsync(connection, isOfHead);
        if (answer is null)
        {
            Assert.False(isWhole, "A whole request was not answered.");
            return null;
        }

        if (answer.Status == 101) await AssertUpgradedAsync(connection, answer);
        else if (answer.Status >= 400) answer.AssertRefusal(isOfHead);
        return answer.Status;
    }

    /// <summary>The first frame is the one that is always first, or the close frame of a refusal.</summary>
    private static async Task AssertUpgradedAsync(FuzzConnection connection, FuzzAnswer answer)
    {
        Assert.Equal(28, answer.Headers["Sec-WebSocket-Accept"].Length);
        Assert.True(answer.Headers.GetValueOrDefault("Sec-WebSocket-Protocol") is null or "netra.v1");
        var first = await FuzzFrame.ReadFirstAsync(connection);
        if (first.Opcode == FuzzFrame.Close) Assert.NotEqual(1011, first.CloseCode);
        else Assert.Equal("connection_established", new Frame(first.Text).Type);
    }

    /// <summary>
    /// Whether there is a head with an end, nothing in it that promises a body, and nothing behind it: what a server leaves unread makes the system reset the connection,
    /// and that can overtake the answer.
    /// </summary>
    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end > 0 && end + 4 == text.Length && text[0] is not ('\r' or '\n')
            && !text.Contains("content-length", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("transfer-encoding", StringComparison.OrdinalIgnoreCase);
    }

    private static byte[] RequestOf(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file).Replace("\n", "\r\n", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text.Contains("\r\n\r\n", StringComparison.Ordinal) ? text : text + "\r\n\r\n");
    }
}
