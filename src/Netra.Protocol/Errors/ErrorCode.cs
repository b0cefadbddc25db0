namespace Netra.Protocol;

/// <summary>
/// One entry of the catalogue of errors (<see cref="ErrorCodes"/>): a stable name, and what carries it where.
/// </summary>
/// <param name="Name">The <c>code</c> on the wire.</param>
/// <param name="HttpStatus">The status of an HTTP answer with this code.</param>
/// <param name="CloseCode">The close code of a refused connection with <c>reject=close</c>, where it has one.</param>
public sealed record ErrorCode(string Name, int HttpStatus, CloseCode? CloseCode = null)
{
    public override string ToString() => Name;
}
