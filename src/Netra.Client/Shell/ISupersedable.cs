namespace Netra.Client;

/// <summary>Something that reports events until it is over: a socket, a timer, a call for a token.</summary>
internal interface ISupersedable
{
    /// <summary>Whether what it still reports is of no interest any more. Set by the loop that works events off.</summary>
    bool IsOver { get; }
}
