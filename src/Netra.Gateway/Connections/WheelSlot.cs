namespace Netra.Gateway;

/// <summary>The connections of one step of the timer wheel: a list whose links are in the connections themselves. Its lock is the wheel's.</summary>
internal sealed class WheelSlot
{
    public Connection? First { get; private set; }

    public int Count { get; private set; }

    public void Add(Connection connection)
    {
        connection.WheelSlot = this;
        connection.WheelNext = First;
        if (First is not null) First.WheelPrevious = connection;
        First = connection;
        Count++;
    }

    public void Remove(Connection connection)
    {
        if (connection.WheelPrevious is { } previous) previous.WheelNext = connection.WheelNext;
        else First = connection.WheelNext;
        if (connection.WheelNext is { } next) next.WheelPrevious = connection.WheelPrevious;
        Count--;
        connection.WheelSlot = null;
        connection.WheelNext = connection.WheelPrevious = null;
    }
}
