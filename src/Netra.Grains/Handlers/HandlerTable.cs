using System.Diagnostics.CodeAnalysis;
using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>Which handler a message's type goes to. Thread-safe.</summary>
internal sealed class HandlerTable
{
    private readonly Dictionary<string, RegisteredHandler> _exact = new(StringComparer.Ordinal);
    private readonly List<(string Beginning, RegisteredHandler Handler)> _beginnings = [];

    public HandlerTable(IEnumerable<MessageHandlerRegistration> registrations)
    {
        foreach (var registration in registrations)
        {
            var handler = new RegisteredHandler(registration);
            if (registration.Pattern.EndsWith('*')) _beginnings.Add((registration.Pattern[..^1], handler));
            else _exact[registration.Pattern] = handler;
        }

        // The longest beginning first: the first that fits is the one.
        _beginnings.Sort((one, other) => other.Beginning.Length.CompareTo(one.Beginning.Length));
    }

    public bool TryFind(string type, [NotNullWhen(true)] out RegisteredHandler? handler)
    {
        if (_exact.TryGetValue(type, out handler)) return true;
        foreach (var (beginning, fitting) in _beginnings)
        {
            if (!type.StartsWith(beginning, StringComparison.Ordinal)) continue;
            handler = fitting;
            return true;
        }

        return false;
    }
}
