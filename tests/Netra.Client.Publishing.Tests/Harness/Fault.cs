namespace Netra.Client.Publishing.Tests;

/// <summary>What a proxy does with a request beside passing it on.</summary>
internal enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Answers 503 <c>unavailable</c> itself, with <c>Retry-After</c>.</summary>
    Unavailable,

    /// <summary>Answers 503 <c>draining</c> itself.</summary>
    Draining,

    /// <summary>Passes it on, and cuts the connection before the answer.</summary>
    AnswerLost,

    /// <summary>Passes it on, and cuts the connection in the middle of the answer.</summary>
    AnswerCut,

    /// <summary>Passes it on, and answers 503 <c>unavailable</c> in its place.</summary>
    AnswerReplaced,

    /// <summary>Never answers.</summary>
    Silent,

    /// <summary>Answers 413 itself.</summary>
    TooLarge,

    /// <summary>Answers 200 with an empty object itself.</summary>
    Empty,

    /// <summary>Passes it on, and gives the answer after some seconds.</summary>
    Slow,
}
