namespace Netra.Gateway;

/// <summary>A ticket that was just made.</summary>
/// <param name="Text">The ticket itself.</param>
/// <param name="ExpiresAtMs">Until when it can be used, Unix milliseconds.</param>
internal sealed record NewTicket(string Text, long ExpiresAtMs)
{
    public override string ToString() => "(hidden)";
}
