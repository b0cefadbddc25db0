namespace Netra.Gateway;

/// <summary>The connection's place in the timer wheel. The wheel's own: nobody else touches it.</summary>
internal sealed partial class Connection
{
    /// <summary>The step of the wheel that the connection waits for; null when it waits for none.</summary>
    public WheelSlot? WheelSlot { get; set; }

    public Connection? WheelNext { get; set; }

    public Connection? WheelPrevious { get; set; }
}
