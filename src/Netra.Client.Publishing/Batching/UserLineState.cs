namespace Netra.Client.Publishing;

/// <summary>Where the first messages of a user's line are.</summary>
internal enum UserLineState
{
    /// <summary>They wait for nothing but their turn.</summary>
    Ready,

    /// <summary>They wait for a pause to end.</summary>
    Paused,

    /// <summary>They are being sent.</summary>
    UnderWay,
}
