using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Netra.Grains.Tests;

/// <summary>A stand-in for an interface of the runtime of which a test needs a member or two; the others fail.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The runtime makes a subtype.")]
internal class Proxy : DispatchProxy
{
    private Func<MethodInfo, object?[], object?> _call = (_, _) => null;

    public static T Of<T>(Func<MethodInfo, object?[], object?> call)
        where T : class
    {
        var proxy = Create<T, Proxy>();
        ((Proxy)(object)proxy)._call = call;
        return proxy;
    }

    public static Exception Unexpected(MethodInfo method) => new NotSupportedException($"Nobody expected a call of {method.DeclaringType}.{method.Name}.");

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _call(targetMethod!, args ?? []);
}
