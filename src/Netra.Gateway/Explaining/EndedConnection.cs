using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>A connection that has ended, without its socket and buffers.</summary>
/// <param name="Identity">Who it was.</param>
/// <param name="Epoch">The history that its seqs count in.</param>
/// <param name="Path">How far it came.</param>
/// <param name="AtMs">When it ended, Unix milliseconds.</param>
/// <param name="Reason">Why.</param>
internal sealed record EndedConnection(ConnectionIdentity Identity, Epoch Epoch, DeliveryPath Path, long AtMs, string Reason)
{
    public ConnectionTrace TraceOf(RecallRequest request)
    {
        var (handover, skipped) = Path.Find(request, queued: 0, isOver: true);
        return new ConnectionTrace
        {
            Connection = Identity.Id,
            Client = Identity.Client,
            State = "ended",
            ConnectedAtMs = Identity.ConnectedAtMs,
            EndedAtMs = AtMs,
            EndReason = Reason,
            FirstCursor = Path.Present.After,
            Cursor = Path.Present.UpTo,
            QueuedFrames = 0,
            Handover = handover,
            Skipped = skipped,
        };
    }
}
