namespace Netra.Gateway;

/// <summary>The token that <see cref="TokenShield"/> took out of a request's query.</summary>
internal sealed record HiddenToken(string Value)
{
    public override string ToString() => "(hidden)";
}
