using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Abstractions;
using Netra.Protocol;

namespace Netra.Gateway;

/// <summary>Makes tickets and takes them (protocol section 8).</summary>
/// <remarks>Failure policy: a book that does not answer is <c>unavailable</c>. Whether the ticket is used up is not known then.</remarks>
internal sealed class TicketDesk(
    ITicketBooks books, IOptions<AuthenticationOptions> options, GatewayInstruments instruments, TimeProvider time, ILogger<TicketDesk> logger)
{
    private readonly AuthenticationOptions _options = options.Value;

    /// <summary>Makes a ticket. Null when its book is full.</summary>
    /// <param name="user">Whom it lets in.</param>
    /// <param name="plan">The user's plan; null for none.</param>
    public async Task<NewTicket?> MakeAsync(UserId user, string? plan)
    {
        var ticket = TicketText.NewTicket();
        var hash = TicketText.HashOf(ticket);
        var outcome = TicketOutcomes.Unavailable;
        try
        {
            var grant = await books.Find(hash).KeepAsync(hash, user, plan, _options.TicketLifetime);
            outcome = grant is null ? TicketOutcomes.Full : TicketOutcomes.Issued;
            return grant is null ? null : new NewTicket(ticket, grant.ExpiresAtMs);
        }
        finally
        {
            instruments.NoteTicket(outcome);
        }
    }

    /// <summary>Uses a ticket up. What can be none costs no call.</summary>
    public async Task<TokenResult> RedeemAsync(string ticket)
    {
        var result = await AskAsync(ticket, static (book, hash) => book.RedeemAsync(hash));
        instruments.NoteTicket(TicketOutcomes.Of(result));
        return result;
    }

    /// <summary>Checks a ticket as <see cref="RedeemAsync"/> does, and leaves it as it is.</summary>
    public async Task<TokenResult> LookAsync(string ticket)
    {
        var result = await AskAsync(ticket, static (book, hash) => book.LookAsync(hash));
        // One that is good is not used: it counts when it is.
        if (result.Access is null) instruments.NoteTicket(TicketOutcomes.Of(result));
        return result;
    }

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
