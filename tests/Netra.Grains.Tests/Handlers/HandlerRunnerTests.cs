using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Netra.Abstractions;
using Netra.Protocol;
using Netra.Storage;

namespace Netra.Grains.Tests;

public sealed class HandlerRunnerTests
{
    [Fact]
    public async Task Run_HandlerReturnsBeforeAnybodyWaits_IsNoFailure()
    {
        var registered = new RegisteredHandler(LambdaHandler.For("quick", context => context.Publish(HandlerUser.New("done"))));
        var runner = new HandlerRunner(new ServiceCollection().BuildServiceProvider(), TimeProvider.System, NullLogger<HandlerRunner>.Instance);
        var message = new InboundMessage("quick", null, "{}"u8.ToArray(), 0);
        var now = new ImmediateEffects(null!, TimeProvider.System);
        var user = UserId.Parse("ada");
        // Whether the handler is quicker than its caller is up to the machine: often enough, it is.
        for (var i = 0; i < 20_000; i++)
        {
            var run = new HandlerRun(registered, message, null, DeduplicationSpace.Client, "key");
            var context = new HandlerContext(run, 1, new UserState(0, "{}"u8.ToArray()), now, user, new HandlerOptions());
            Assert.Single(await runner.RunAsync(run, context, CancellationToken.None));
        }
    }
}
