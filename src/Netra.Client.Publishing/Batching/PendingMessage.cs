using System.Buffers;
using System.Text.Json;

namespace Netra.Client.Publishing;

/// <summary>A message on its way: its JSON, made once, and what becomes of it. One pump at a time has it.</summary>
internal sealed class PendingMessage
{
    private readonly TaskCompletionSource<Published>? _settled;

    private PendingMessage(string user, string? id, bool isDurable, byte[] json, bool isAwaited)
    {
        User = user;
        Id = id;
        IsDurable = isDurable;
        Json = json;
        if (isAwaited) _settled = new TaskCompletionSource<Published>(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public string User { get; }

    public string? Id { get; }

    public bool IsDurable { get; }

    /// <summary>A call has brought it to the server, or may have.</summary>
    public bool WasSent { get; set; }

    /// <summary>The member of the batch.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The place that it has in a queue, given back when it is settled.</summary>
    public IDisposable? Place { get; set; }

    public Published? Published { get; private set; }

    public Exception? Error { get; private set; }

    public bool IsSettled => Published is not null || Error is not null;

    /// <summary>The message's end, where somebody waits for it.</summary>
    public Task<Published> Settled => _settled!.Task;

    /// <summary>Makes it ready to be sent.</summary>
    /// <param name="user">Whom it is for.</param>
    /// <param name="message">The message.</param>
    /// <param name="isAwaited">Whether <see cref="Settled"/> is wanted.</param>
    /// <exception cref="ArgumentException">The server would refuse it whatever comes.</exception>
    public static PendingMessage Create(string user, PublishMessage message, bool isAwaited)
    {
        ArgumentNullException.ThrowIfNull(message);
        var id = MessageText.IdOf(message);
        var buffer = new ArrayBufferWriter<byte>(128 + (message.Payload?.Utf8.Length ?? 0));
        using (var json = new Utf8JsonWriter(buffer)) MessageText.Write(json, message, id, ApiPaths.Check(user));
        return new PendingMessage(user, id, message.IsDurable, buffer.WrittenSpan.ToArray(), isAwaited);
    }

    public void Complete(Published published)
    {
        Published = published;
        PublisherInstruments.RecordPublished(published);
        Place?.Dispose();
        _settled?.SetResult(published);
    }

    public void Fail(Exception error)
    {
        Error = error;
        PublisherInstruments.RecordFailed();
        Place?.Dispose();
        _settled?.SetException(error);
    }
}
