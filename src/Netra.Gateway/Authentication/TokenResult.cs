namespace Netra.Gateway;

/// <summary>What came of checking a token.</summary>
/// <param name="Access">What it allows; null when it is refused.</param>
/// <param name="Error">Why it is refused; null when it is not.</param>
/// <param name="Detail">The same for people. Never contains the token or a part of it.</param>
internal sealed record TokenResult(Access? Access, ErrorCode? Error, string Detail)
{
    public static TokenResult Accept(Access access) => new(access, null, "");

    public static TokenResult Refuse(ErrorCode error, string detail) => new(null, error, detail);
}
