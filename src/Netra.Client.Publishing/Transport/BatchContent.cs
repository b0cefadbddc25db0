using System.Net;
using System.Net.Http.Headers;

namespace Netra.Client.Publishing;

/// <summary>The body of a batch, <c>{"messages":[…]}</c>, written from its messages each time that it is sent: they are never copied into one array.</summary>
internal sealed class BatchContent : HttpContent
{
    private readonly IReadOnlyList<PendingMessage> _messages;

    public BatchContent(IReadOnlyList<PendingMessage> messages)
    {
        _messages = messages;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    private static ReadOnlyMemory<byte> Begin { get; } = "{\"messages\":["u8.ToArray();

    private static ReadOnlyMemory<byte> Comma { get; } = ","u8.ToArray();

    private static ReadOnlyMemory<byte> End { get; } = "]}"u8.ToArray();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Begin, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < _messages.Count; i++)
        {
            if (i > 0) await stream.WriteAsync(Comma, cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(_messages[i].Json, cancellationToken).ConfigureAwait(false);
        }

        await stream.WriteAsync(End, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Begin.Length + End.Length + _messages.Count - 1 + _messages.Sum(message => (long)message.Json.Length);
        return true;
    }
}
