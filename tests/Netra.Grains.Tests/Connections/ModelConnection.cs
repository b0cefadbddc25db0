using Netra.Abstractions;

namespace Netra.Grains.Tests;

/// <summary>A connection as its gateway has it.</summary>
internal sealed class ModelConnection(AttachRequest request)
{
    public AttachRequest Request { get; } = request;

    /// <summary>The attach that is under way, answered with null when it fails.</summary>
    public Task<AttachResult?>? Attaching { get; set; }

    /// <summary>Its socket is open.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Its gateway has it no more.</summary>
    public bool IsGone { get; set; }

    /// <summary>A close came while it was being attached.</summary>
    public bool IsToldToClose { get; set; }
}
