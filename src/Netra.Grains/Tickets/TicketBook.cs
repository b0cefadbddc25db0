using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Grains;

/// <summary>Tickets, in the order in which they were made. Bounded; each call does about as much as any other. Not thread-safe.</summary>
internal sealed class TicketBook(int maxTickets, TimeSpan expiredRetention, TimeProvider time)
{
    /// <summary>How many old tickets a call removes at most: more than it adds, so that none pile up.</summary>
    private const int RemovedPerCall = 4;

    private readonly Dictionary<TicketHash, LinkedListNode<(TicketHash Hash, TicketGrant Grant)>> _byHash = [];
    private readonly LinkedList<(TicketHash Hash, TicketGrant Grant)> _inOrder = new();

    public int Count => _byHash.Count;

    /// <summary>For how long there is something to remember; zero when nothing is left.</summary>
    public TimeSpan Remaining => _inOrder.Last is { } last ? TimeSpan.FromMilliseconds(Math.Max(0, ForgetAtMs(last.Value.Grant) - NowMs())) : TimeSpan.Zero;

    /// <summary>Keeps a ticket. Null when there is no room.</summary>
    public TicketGrant? Keep(TicketHash hash, UserId user, string? plan, TimeSpan lifetime)
    {
        RemoveOld();
        // A call that is sent twice makes no second ticket.
        if (_byHash.TryGetValue(hash, out var known)) return known.Value.Grant;
        if (_byHash.Count >= maxTickets) return null;
        var now = NowMs();
        var grant = new TicketGrant(user, plan, now, now + (long)lifetime.TotalMilliseconds);
        _byHash.Add(hash, _inOrder.AddLast((hash, grant)));
        return grant;
    }

    /// <summary>Uses a ticket up. One that was used is as unknown as one that never was; one that came too late stays, so that it can be told.</summary>
    public TicketRedemption Redeem(TicketHash hash)
    {
        var redemption = Look(hash);
        if (redemption.Status == TicketStatus.Redeemed) Remove(_byHash[hash]);
        return redemption;
    }

    /// <summary>What using a ticket now comes to.</summary>
    public TicketRedemption Look(TicketHash hash)
    {
        RemoveOld();
        if (!_byHash.TryGetValue(hash, out var node)) return new TicketRedemption(TicketStatus.Unknown);
        return node.Value.Grant.ExpiresAtMs <= NowMs()
            ? new TicketRedemption(TicketStatus.Expired)
            : new TicketRedemption(TicketStatus.Redeemed, node.Value.Grant);
    }

    private void RemoveOld()
    {
        var now = NowMs();
        for (var i = 0; i < RemovedPerCall && _inOrder.First is { } oldest && ForgetAtMs(oldest.Value.Grant) <= now; i++) Remove(oldest);
    }

    private void Remove(LinkedListNode<(TicketHash Hash, TicketGrant Grant)> node)
    {
        _byHash.Remove(node.Value.Hash);
        _inOrder.Remove(node);
    }

    private long ForgetAtMs(TicketGrant grant) => grant.ExpiresAtMs + (long)expiredRetention.TotalMilliseconds;

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
