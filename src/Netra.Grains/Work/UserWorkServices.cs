using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Netra.Abstractions;

namespace Netra.Grains;

/// <summary>What the handlers and the work of all users of a silo share.</summary>
internal sealed class UserWorkServices(
    IEnumerable<MessageHandlerRegistration> registrations,
    IServiceProvider services,
    JobSlots slots,
    IOptions<HandlerOptions> handlerOptions,
    IOptions<WorkOptions> workOptions,
    HandlerInstruments instruments,
    TimeProvider time,
    ILoggerFactory loggers)
{
    public HandlerTable Handlers { get; } = new(registrations);

    public HandlerRunner Runner { get; } = new(services, time, loggers.CreateLogger<HandlerRunner>());

    public JobSlots Slots { get; } = slots;

    public HandlerOptions HandlerOptions { get; } = handlerOptions.Value;

    public WorkOptions WorkOptions { get; } = workOptions.Value;

    public HandlerInstruments Instruments { get; } = instruments;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = loggers.CreateLogger<UserWork>();
}
