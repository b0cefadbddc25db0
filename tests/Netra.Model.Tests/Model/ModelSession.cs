namespace Netra.Model.Tests;

/// <summary>A session: where it began, and what it has acknowledged.</summary>
internal sealed record ModelSession(long StartSeq, long AckedSeq, bool IsOwn)
{
    public long Position => AckedSeq > 0 ? AckedSeq : StartSeq;
}
