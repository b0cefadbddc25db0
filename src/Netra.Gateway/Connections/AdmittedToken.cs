namespace Netra.Gateway;

/// <summary>What a client comes with. A ticket can be used once, so it is not until all that can be refused without it has been looked at.</summary>
internal sealed class AdmittedToken
{
    private AdmittedToken(Access? access, string? ticket)
    {
        Access = access;
        Ticket = ticket;
    }

    /// <summary>What a checked token allows; null with a ticket.</summary>
    public Access? Access { get; }

    /// <summary>The ticket, as yet unused; null with another token.</summary>
    public string? Ticket { get; }

    public static AdmittedToken Of(Access access) => new(access, null);

    public static AdmittedToken OfTicket(string ticket) => new(null, ticket);

    public override string ToString() => "(hidden)";
}
