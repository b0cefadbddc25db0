namespace Netra.Gateway;

/// <summary>Whom a ticket is for. Describes the body for the OpenAPI document.</summary>
internal sealed record TicketRequestBody
{
    /// <summary>The user: 1 to 128 characters.</summary>
    public required string UserId { get; init; }

    /// <summary>The user's plan, which selects the limits; none when absent.</summary>
    public string? Plan { get; init; }
}
