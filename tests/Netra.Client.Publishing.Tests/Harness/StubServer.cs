using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Netra.Client.Publishing.Tests;

/// <summary>A server in memory that takes batches and keeps what it accepts, each id once. The test says what it refuses, and may hold its answers back.</summary>
internal sealed class StubServer : HttpMessageHandler
{
    private readonly Channel<IReadOnlyList<StubMessage>> _calls = Channel.CreateUnbounded<IReadOnlyList<StubMessage>>();
    private readonly HashSet<(string User, string Id)> _known = [];

    /// <summary>What it has accepted, in the order of its log.</summary>
    public List<StubMessage> Stored { get; } = [];

    /// <summary>The code that a message is refused with; null: it is accepted. The server asks once for each message of a call.</summary>
    public Func<StubMessage, ErrorCode?> Refusal { get; set; } = _ => null;

    /// <summary>What comes before the answer of a call.</summary>
    public Func<CancellationToken, Task> Hold { get; set; } = _ => Task.CompletedTask;

    /// <summary>Waits for the next call and answers what it brings.</summary>
    public Task<IReadOnlyList<StubMessage>> NextCallAsync() => _calls.Reader.ReadAsync().AsTask().InTime();

    /// <summary>A publisher of this server.</summary>
    public NetraPublisher Publisher(TimeProvider time, Action<NetraPublisherOptions>? configure = null)
    {
        var options = new NetraPublisherOptions { Url = new Uri("http://stub"), ApiKey = "key" };
        configure?.Invoke(options);
        return new NetraPublisher(new HttpClient(this), options, timeProvider: time);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
        var messages = document.RootElement.GetProperty("messages").EnumerateArray().Select(StubMessage.Of).ToList();
        _calls.Writer.TryWrite(messages);
        await Hold(cancellationToken);
        var answers = new List<string>();
        foreach (var group in messages.Select(message => (Message: message, Code: Refusal(message))))
        {
            if (group.Code is { } code) answers.Add($$$"""{"error":{"code":"{{{code.Name}}}","message":"refused"}}""");
            else answers.Add(Store(group.Message));
        }

        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($$"""{"messages":[{{string.Join(',', answers)}}]}""", Encoding.UTF8, "application/json"),
        };
    }

    private string Store(StubMessage message)
    {
        var isNew = _known.Add((message.User, message.Id));
        if (isNew) Stored.Add(message);
        return $$"""{"id":"{{message.Id}}","seq":{{Stored.IndexOf(message) + 1}}{{(isNew ? "" : ",\"duplicate\":true")}}}""";
    }
}
