namespace Netra.Bench;

/// <summary>What went wrong with messages in one stretch.</summary>
/// <param name="Lost">They never came.</param>
/// <param name="Repeated">They came again.</param>
/// <param name="Reordered">They came behind a later one.</param>
internal readonly record struct DeliveryFaults(long Lost, long Repeated, long Reordered)
{
    public static DeliveryFaults operator +(DeliveryFaults one, DeliveryFaults other) => Add(one, other);

    public static DeliveryFaults Add(DeliveryFaults one, DeliveryFaults other) =>
        new(one.Lost + other.Lost, one.Repeated + other.Repeated, one.Reordered + other.Reordered);
}
