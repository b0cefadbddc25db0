namespace Netra.Gateway;

/// <summary>Where a connection stands in its life.</summary>
internal enum ConnectionState
{
    /// <summary>Its user's grain is asked, or its socket is being accepted.</summary>
    Attaching,

    /// <summary>It reads from the log.</summary>
    CatchingUp,

    /// <summary>What is pushed goes to its socket.</summary>
    Live,

    /// <summary>It has ended, or is asked to.</summary>
    Closing,
}
