namespace Netra.Client.Publishing;

/// <summary>One call of the server API.</summary>
/// <param name="Operation">What it is called in instruments and logs.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">What follows <c>/api/v1/</c>.</param>
internal sealed record ApiCall(string Operation, HttpMethod Method, string Path)
{
    /// <summary>The body, which each try sends anew.</summary>
    public HttpContent? Content { get; init; }

    /// <summary>
    /// Whether a try whose end is not known may be followed by another. A call for which it may not is repeated only when the server has surely not carried it out.
    /// </summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>The version that <c>If-Match</c> asks for.</summary>
    public long? IfMatch { get; init; }

    /// <summary>The version that <c>If-None-Match</c> says is known.</summary>
    public long? IfNoneMatch { get; init; }
}
