namespace Netra.Gateway;

/// <summary>Which bucket a frame takes from (protocol section 4).</summary>
internal enum RateClass
{
    /// <summary>Messages, and whatever is malformed.</summary>
    Message,

    /// <summary><c>ping</c>, <c>pong</c> and <c>ack</c>: ten times as many.</summary>
    Control,
}
