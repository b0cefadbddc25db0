namespace Netra.Abstractions;

/// <summary>What a user's grain says to a fresh token of an open connection.</summary>
public enum TokenRenewalStatus
{
    /// <summary>From now on the connection counts as one with this token.</summary>
    Accepted,

    /// <summary>The token was revoked.</summary>
    Revoked,

    /// <summary>The connection is not on the list: attach it again first.</summary>
    UnknownConnection,
}
