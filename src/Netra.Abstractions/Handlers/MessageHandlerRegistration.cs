namespace Netra.Abstractions;

/// <summary>That messages of some types go to a handler.</summary>
/// <param name="Pattern">A type, or the beginning of types with a <c>*</c> behind it. An exact type goes before a pattern, a longer pattern before a shorter one.</param>
/// <param name="Create">Makes or finds the handler, for each run.</param>
/// <param name="Options">How.</param>
public sealed record MessageHandlerRegistration(string Pattern, Func<IServiceProvider, IMessageHandler> Create, MessageHandlerOptions Options);
