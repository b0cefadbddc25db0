using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Makes tickets and takes them (protocol section 8).</summary>
/// <remarks>Failure policy: a book that does not answer is <c>unavailable</c>. Whether the ticket is used up is not known then.</remarks>
internal sealed class TicketDesk(ITicketBooks books, IOptions<AuthenticationOptions> options, TimeProvider time, ILogger<TicketDesk> logger)
{
    private readonly AuthenticationOptions _options = options.Value;

    /// <summary>Makes a ticket. Null when its book is full.</summary>
    /// <param name="user">Whom it lets in.</param>
    /// <param name="plan">The user's plan; null for none.</param>
    public async Task<NewTicket?> MakeAsync(UserId user, string? plan)
    {
        var ticket = TicketText.NewTicket();
        var hash = TicketText.HashOf(ticket);
        return await books.Find(hash).KeepAsync(hash, user, plan, _options.TicketLifetime) is { } grant ? new NewTicket(ticket, grant.ExpiresAtMs) : null;
    }

    /// <summary>Uses a ticket up. What can be none costs no call.</summary>
    public Task<TokenResult> RedeemAsync(string ticket) => AskAsync(ticket, static (book, hash) => book.RedeemAsync(hash));

    /// <summary>Checks a ticket as <see cref="RedeemAsync"/> does, and leaves it as it is.</summary>
    public Task<TokenResult> LookAsync(string ticket) => AskAsync(ticket, static (book, hash) => book.LookAsync(hash));

    private async Task<TokenResult> AskAsync(string ticket, Func<ITicketBookGrain, byte[], Task<TicketRedemption>> ask)
    {
        if (!TicketText.IsTicket(ticket)) return TokenResult.Refuse(ErrorCodes.TokenInvalid, "The ticket is none that was made here.");
        var hash = TicketText.HashOf(ticket);
        try
        {
            var redemption = await ask(books.Find(hash), hash);
            return redemption switch
            {
                { Status: TicketStatus.Redeemed, Grant: { } grant } => TokenResult.Accept(AccessOf(grant)),
                { Status: TicketStatus.Expired } => TokenResult.Refuse(ErrorCodes.TokenExpired, "The ticket has expired. Ask for another."),
                _ => TokenResult.Refuse(ErrorCodes.TokenInvalid, "The ticket is not known, or was used before."),
            };
        }
        catch (Exception exception)
        {
            GatewayLog.TicketNotRedeemed(logger, exception);
            return TokenResult.Refuse(ErrorCodes.Unavailable, "The ticket can't be checked now.");
        }
    }

    private Access AccessOf(TicketGrant grant) => new(
        grant.User,
        time.GetUtcNow().ToUnixTimeMilliseconds() + (long)_options.TicketSession.TotalMilliseconds,
        grant.Plan,
        new TokenStamp(grant.IssuedAtMs / 1_000, TokenId: null));
}
