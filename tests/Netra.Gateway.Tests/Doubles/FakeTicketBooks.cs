using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway.Tests;

/// <summary>All ticket books in one, in memory.</summary>
internal sealed class FakeTicketBooks(TimeProvider time) : ITicketBooks, ITicketBookGrain
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TicketGrant> _grants = [];

    public CallLog Calls { get; } = new();

    /// <summary>Whether there is no room for another ticket.</summary>
    public bool IsFull { get; set; }

    /// <summary>Whether no call is answered.</summary>
    public bool IsDown { get; set; }

    /// <summary>What is kept, by the hash in hexadecimal digits.</summary>
    public IReadOnlyDictionary<string, TicketGrant> Grants
    {
        get
        {
            lock (_gate) return new Dictionary<string, TicketGrant>(_grants);
        }
    }

    public ITicketBookGrain Find(ReadOnlySpan<byte> ticketHash) => this;

    public Task<TicketGrant?> KeepAsync(byte[] ticketHash, UserId user, string? plan, TimeSpan lifetime)
    {
        Enter("keep");
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var grant = new TicketGrant(user, plan, now, now + (long)lifetime.TotalMilliseconds);
        lock (_gate) return Task.FromResult(!IsFull && _grants.TryAdd(Convert.ToHexStringLower(ticketHash), grant) ? grant : null);
    }

    public Task<TicketRedemption> LookAsync(byte[] ticketHash)
    {
        Enter("look");
        lock (_gate) return Task.FromResult(ResultOf(_grants.GetValueOrDefault(Convert.ToHexStringLower(ticketHash))));
    }

    public Task<TicketRedemption> RedeemAsync(byte[] ticketHash)
    {
        Enter("redeem");
        lock (_gate)
        {
            _grants.Remove(Convert.ToHexStringLower(ticketHash), out var grant);
            return Task.FromResult(ResultOf(grant));
        }
    }

    private TicketRedemption ResultOf(TicketGrant? grant)
    {
        if (grant is null) return new TicketRedemption(TicketStatus.Unknown);
        return time.GetUtcNow().ToUnixTimeMilliseconds() < grant.ExpiresAtMs
            ? new TicketRedemption(TicketStatus.Redeemed, grant)
            : new TicketRedemption(TicketStatus.Expired);
    }

    private void Enter(string call)
    {
        Calls.Record(call);
        if (IsDown) throw new TimeoutException("The book does not answer.");
    }
}
