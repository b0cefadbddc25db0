using Netra.Abstractions;
using Netra.Storage;

namespace Netra.Grains;

/// <summary>
/// The tokens of one user that are refused: as they are on storage, which decides, and as they will be when what is staged is durable, which counts. Like
/// the log it is thrown away and read anew when a commit fails. Not thread-safe.
/// </summary>
internal sealed class RevokedTokens
{
    /// <summary>
    /// For how long after its expiry a token is remembered: within the clock skew, 30 s at most, it is accepted still, and clocks differ.
    /// </summary>
    private const long ForgetAfterMs = 60_000;

    /// <summary>
    /// A token is accepted whose <c>iat</c> is 30 s ahead of this clock at most. One that was revoked by its id so long before all tokens were is covered by that; of
    /// one that was revoked just before, nobody knows.
    /// </summary>
    private const long CoveredAfterMs = 60_000;

    private readonly Dictionary<string, long> _durable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _staged = new(StringComparer.Ordinal);

    /// <summary>When tokens were revoked by their ids since this was read. The others were before.</summary>
    private readonly Dictionary<string, long> _revokedAtMs = new(StringComparer.Ordinal);
    private readonly long _readAtMs;
    private long _upToS;
    private long _stagedUpToS;

    /// <summary>Those of a user who is not loaded yet.</summary>
    public RevokedTokens()
    {
    }

    public RevokedTokens(UserSnapshot snapshot, long nowMs)
    {
        _readAtMs = nowMs;
        _upToS = _stagedUpToS = snapshot.Head.TokensRevokedUpToS;
        foreach (var record in snapshot.RevokedTokens) _durable[record.TokenId] = _staged[record.TokenId] = record.ExpiresAtMs;
    }

    /// <summary>Whether a token was revoked. Without a stamp there is nothing that could be.</summary>
    public bool Refuses(TokenStamp? token)
    {
        if (token is null) return false;
        if (_upToS > 0 && !(token.IssuedAtS > _upToS)) return true;
        return token.TokenId is { } id && _durable.ContainsKey(id);
    }

    /// <summary>What a revocation changes. Null when as many tokens are remembered as may be. Stage it in the same turn, by <see cref="Stage"/>.</summary>
    public TokenChange? Plan(TokenRevocation revocation, long nowMs, int maxTokens)
    {
        if (revocation.TokenId is not { } id) return PlanAll(nowMs);
        var expiresAtMs = Math.Max(revocation.ExpiresAtMs ?? long.MaxValue, _staged.GetValueOrDefault(id));
        // Nobody accepts it any more.
        if (IsOver(expiresAtMs, nowMs)) return new TokenChange();
        var forget = _durable.Where(entry => entry.Key != id && IsForgettable(entry.Key, entry.Value, nowMs)).Select(entry => entry.Key).ToList();
        if (!_staged.ContainsKey(id) && _staged.Count - forget.Count >= maxTokens) return null;
        return new TokenChange
        {
            Write = new RevokedTokenRecord(id, expiresAtMs),
            WrittenAtMs = nowMs,
            Forget = forget,
            CountChange = (_staged.ContainsKey(id) ? 0 : 1) - forget.Count,
        };
    }

    /// <summary>Refuses all tokens until now, and forgets those that need not be named any more.</summary>
    private TokenChange PlanAll(long nowMs)
    {
        var forget = _durable
            .Where(entry => _staged.TryGetValue(entry.Key, out var staged) && staged == entry.Value)
            .Where(entry => _revokedAtMs.GetValueOrDefault(entry.Key, _readAtMs) <= nowMs - CoveredAfterMs)
            .Select(entry => entry.Key)
            .ToList();
        return new TokenChange { RevokedUpToS = Math.Max(_stagedUpToS, nowMs / 1000), Forget = forget, CountChange = -forget.Count };
    }

    /// <summary>A planned change is on its way. <see cref="Apply"/> follows when it is durable.</summary>
    public void Stage(TokenChange change)
    {
        _stagedUpToS = Math.Max(_stagedUpToS, change.RevokedUpToS);
        Change(_staged, change);
        foreach (var id in change.Forget) _revokedAtMs.Remove(id);
        if (change.Write is { } record) _revokedAtMs[record.TokenId] = change.WrittenAtMs;
    }

    /// <summary>A staged change is durable: from here on it counts.</summary>
    public void Apply(TokenChange change)
    {
        _upToS = Math.Max(_upToS, change.RevokedUpToS);
        Change(_durable, change);
    }

    private static void Change(Dictionary<string, long> tokens, TokenChange change)
    {
        foreach (var id in change.Forget) tokens.Remove(id);
        if (change.Write is { } record) tokens[record.TokenId] = record.ExpiresAtMs;
    }

    private static bool IsOver(long expiresAtMs, long nowMs) => expiresAtMs < nowMs - ForgetAfterMs;

    /// <summary>Expired, and nothing that concerns it is on its way: a commit must not both write and forget it.</summary>
    private bool IsForgettable(string id, long expiresAtMs, long nowMs) =>
        IsOver(expiresAtMs, nowMs) && _staged.TryGetValue(id, out var staged) && staged == expiresAtMs;
}
