using Netra.Abstractions;

namespace Netra.Gateway.Tests;

/// <summary>A user's grain that always gives so many answers to what is submitted.</summary>
internal sealed class MiscountingUser(int answers) : FakeUser
{
    public override Task<SubmitResult> SubmitAsync(SubmitRequest request) =>
        Task.FromResult(new SubmitResult([.. Enumerable.Repeat(new SubmitAnswer(SubmitStatus.Accepted), answers)]));
}
